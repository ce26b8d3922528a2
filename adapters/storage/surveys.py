"""What staff say of the desk, once a quarter each: kept under a pseudonym, without the time, and given out only as figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import IntegrityError

from adapters.storage.database import writing
from adapters.storage.staff_tables import survey_answers
from bot import kpi

S = survey_answers.c


@dataclass(frozen=True)
class SqlSurveys:
    """The answers in the database of `engine`. A `quarter` is its first day, `person` the pseudonym of an account."""

    engine: Engine

    def answered(self, person: str, quarter: date) -> bool:
        """Whether `person` has answered for `quarter`."""
        found = select(S.person).where(S.person == person, S.quarter == quarter)
        with self.engine.connect() as connection:
            return connection.execute(found).first() is not None

    def answer(self, city: str, person: str, quarter: date, grade: int, sentence: str) -> bool:
        """Keep an answer; the first of a quarter stays, whether this was it. Raises ValueError for a grade that is none."""
        if grade not in kpi.GRADES:
            raise ValueError(f"{grade} is no grade; they are {kpi.GRADES[0]} to {kpi.GRADES[-1]}")
        values = {"city": city, "person": person, "quarter": quarter, "grade": grade, "sentence": sentence}
        try:
            with writing(self.engine) as connection:
                connection.execute(insert(survey_answers).values(**values))
        except IntegrityError:
            return False
        return True

    def grades(self, city: str, first: date, last: date) -> Sequence[kpi.GradeCount]:
        """How often each grade was given, of the quarters that begin from `first` to `last`."""
        rows = (
            select(S.quarter, S.grade, func.count())
            .where(S.city == city, S.quarter.between(first, last))
            .group_by(S.quarter, S.grade)
        )
        with self.engine.connect() as connection:
            return [kpi.GradeCount(quarter, grade, count) for quarter, grade, count in connection.execute(rows)]

    def sentences(self, city: str, quarter: date) -> Sequence[str]:
        """What was written for `quarter`, in the order of the letters: it says nothing of who came first."""
        rows = select(S.sentence).where(S.city == city, S.quarter == quarter, S.sentence != "")
        with self.engine.connect() as connection:
            return sorted(connection.execute(rows).scalars())
