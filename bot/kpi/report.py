"""報告: all figures of one city and one fiscal year, or of the part of it that has passed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.kpi.annual import Annual, MonthLine, Projection, annual_of, month_lines, projected, recent_days
from bot.kpi.count import ALL, Counts, EntryCount, Measure, UsageCounts
from bot.kpi.coverage import AskedEntry, Content, UsageLine, category_of, content_of, lines_by, section_of, top_entries
from bot.kpi.period import Period
from bot.kpi.satisfaction import Satisfaction, satisfaction_of
from bot.kpi.share import Share, answer_rate, helpful_rate, reach_rate
from bot.outcome import Outcome
from knowledge import Audience, City, Knowledge

MOST = 20  # entries in the list of those asked most


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """The use of one channel, ALL for all that count, in the whole period or in `month`. Users are distinct in these days.

    So neither the users of channels nor those of months add up to the users of the year.
    """

    channel: str
    month: date | None
    users: int
    user_days: int
    sessions: int
    questions: int
    without_user: int
    answers: Share
    helpful: Share


@dataclass(frozen=True)
class AudienceFigures:
    """Everything of one audience; `months` has every channel in every month that has begun.

    `before` is what was published at the end of the fiscal year before, where that is known.
    """

    audience: Audience
    channels: tuple[ChannelLine, ...]
    months: tuple[ChannelLine, ...]
    outcomes: Mapping[Outcome, int]
    chosen: int
    none_chosen: int
    answers: Share
    reach: Share
    helpful: Share
    sections: tuple[UsageLine, ...]
    categories: tuple[UsageLine, ...]
    top: tuple[AskedEntry, ...]
    now: Content
    before: Content | None

    @property
    def all(self) -> ChannelLine:
        return next(line for line in self.channels if line.channel == ALL)

    @property
    def all_by_month(self) -> tuple[ChannelLine, ...]:
        """All channels that count, month by month."""
        return tuple(line for line in self.months if line.channel == ALL)

    @property
    def gaps(self) -> int:
        """未回答, in questions: those handed over, どれでもない among them. Limits: not all of them could have been answered."""
        return self.outcomes[Outcome.HANDOFF]


@dataclass(frozen=True)
class Report:
    """`made`: the day on which it was made."""

    city: City
    period: Period
    made: date
    annual: Annual
    progress: tuple[MonthLine, ...]
    projection: Projection
    residents: AudienceFigures
    staff: AudienceFigures
    satisfaction: tuple[Satisfaction, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the last day of the period was over; else it counts as far as it had come."""
        return self.made > self.period.last


@dataclass(frozen=True)
class MonthReport:
    """What happened in one month, from its first day `month` to `last`; `before` in the figures is the day before it."""

    city: City
    month: date
    last: date
    residents: AudienceFigures
    staff: AudienceFigures


def report_of(source: UsageCounts, common: Knowledge, period: Period, today: date) -> Report:
    """The report on `period` as the record is now; `common` is what is common to all cities, with the settings of this one."""
    city = common.city
    counts = Counts(source.counts(city.code, period.first, period.last))
    recent = Counts(source.counts(city.code, *recent_days(period)))
    entries = source.entries(city.code, period.first, period.last)
    first_day = source.first_day(city.code, period.first, period.last)
    annual = annual_of(counts, period, city.annual_users_rule, city.annual_users_target.get(period.year), first_day)
    contents = (
        source.content(common, period.last) or source.content(common, today) or common,
        source.content(common, period.first - timedelta(days=1)),
    )
    days, months = (period.first, period.last), period.months_begun()
    residents, staff = (_figures(each, counts, entries, contents, days, None, months) for each in Audience)
    progress = tuple(month_lines(counts, annual))
    said = tuple(satisfaction_of(source.grades(city.code, period.first, period.last), period, today))
    return Report(city, period, today, annual, progress, projected(annual, recent), residents, staff, said)


def month_report(source: UsageCounts, common: Knowledge, month: date, last: date, today: date) -> MonthReport:
    """The figures of `month` (its first day) as far as `last`, a day of it. Users are distinct in the month."""
    code = common.city.code
    counts, entries = Counts(source.counts(code, month, last)), source.entries(code, month, last)
    now = source.content(common, last) or source.content(common, today) or common
    contents = now, source.content(common, month - timedelta(days=1))
    residents, staff = (_figures(audience, counts, entries, contents, (month, last), month) for audience in Audience)
    return MonthReport(common.city, month, last, residents, staff)


def _figures(
    audience: Audience,
    counts: Counts,
    entries: Sequence[EntryCount],
    contents: tuple[Knowledge, Knowledge | None],
    days: tuple[date, date],
    month: date | None = None,
    months: Sequence[date] = (),
) -> AudienceFigures:
    """The figures of `days`, users distinct in `month` where that is given, and those of each of the `months`."""
    now, before = contents
    first, last = days
    channels = (ALL, *counts.channels(audience))
    return AudienceFigures(
        audience,
        tuple(_channel(counts, audience, channel, month) for channel in channels),
        tuple(_channel(counts, audience, channel, each) for each in months for channel in channels),
        {outcome: counts.total(outcome, audience) for outcome in Outcome},
        counts.total(Measure.CHOSEN, audience),
        counts.total(Measure.NONE_CHOSEN, audience),
        answer_rate(counts, audience),
        reach_rate(counts, audience),
        helpful_rate(counts, audience),
        tuple(lines_by(section_of, now, entries, audience)),
        tuple(lines_by(category_of, now, entries, audience)),
        top_entries(now, entries, audience, MOST),
        content_of(now, last, audience),
        content_of(before, first - timedelta(days=1), audience) if before else None,
    )


def _channel(counts: Counts, audience: Audience, channel: str, month: date | None = None) -> ChannelLine:
    distinct = Measure.NEW_IN_MONTH if month else Measure.NEW_IN_YEAR
    measures = (distinct, Measure.USERS, Measure.SESSIONS, Measure.QUESTIONS, Measure.WITHOUT_USER)
    users, user_days, sessions, questions, without = (
        counts.total(measure, audience, channel, month) for measure in measures
    )
    answers, helpful = (rate(counts, audience, channel, month) for rate in (answer_rate, helpful_rate))
    return ChannelLine(channel, month, users, user_days, sessions, questions, without, answers, helpful)
