"""The commands, and how their failures are told."""

import typer
from sqlalchemy.exc import SQLAlchemyError

from adapters.cli import (
    ask,
    build,
    calibrate,
    check,
    directory,
    drafts,
    evaluate,
    exporting,
    gaps,
    importing,
    line,
    pausing,
    plan,
    privacy,
    report,
    revisions,
    serve,
    settings_example,
    shipped,
    simulating,
    user,
)
from adapters.cli.say import fail, note
from adapters.settings import WrongSettings
from adapters.storage import Overtaken, UnusableDatabase
from index import MissingEncoder, UnusableIndex
from knowledge import FaultyContent

app = typer.Typer(
    name="madoguchi", help="Madoguchi (窓口): a municipal FAQ chatbot.", no_args_is_help=True, add_completion=False
)
app.command("check")(check.check)
app.command("build")(build.build)
app.command("calibrate")(calibrate.calibrate)
app.command("ask")(ask.ask)
app.command("serve")(serve.serve)
app.command("evaluate")(evaluate.evaluate)
app.command("directory")(directory.directory)
app.command("export")(exporting.export)
app.command("gaps")(gaps.gaps)
app.command("report")(report.report)
app.command("settings")(settings_example.settings)
app.command("revisions")(revisions.revisions)
app.command("restore")(revisions.restore)
app.command("shipped")(shipped.shipped)
app.add_typer(importing.app, name="import")
app.add_typer(plan.app, name="plan")
app.add_typer(drafts.app, name="drafts")
app.add_typer(report.app, name="usage")
app.add_typer(privacy.app, name="privacy")
app.add_typer(line.app, name="line")
app.add_typer(user.app, name="user")
line.app.command("pause")(pausing.pause)
line.app.command("resume")(pausing.resume)
line.app.command("simulate")(simulating.simulate)


def main() -> None:
    """Run the command line; what a person can mend is told in a line, without a stack trace."""
    try:
        app()
    except FaultyContent as error:
        for fault in error.faults:
            note(str(fault))
        fail(
            f"{len(error.faults)} fault(s); nothing of the faulty files was loaded. Mend them, then run the command again."
        )
    except (UnusableIndex, MissingEncoder, WrongSettings, UnusableDatabase, Overtaken, LookupError, OSError) as error:
        fail(str(error.args[0]) if isinstance(error, LookupError) and error.args else str(error))
    except UnicodeDecodeError as error:
        fail(
            f"a file is not UTF-8 ({error.reason} at byte {error.start}). Save it as UTF-8, then run the command again."
        )
    except SQLAlchemyError as error:
        fail(
            f"the database cannot be used: {str(error).splitlines()[0]}. Check MADOGUCHI_DATABASE_URL, room on the disk, and madoguchi.sqlite3 in the data folder (another program may hold it)."
        )
    except KeyboardInterrupt:
        fail("stopped", 130)
