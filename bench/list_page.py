"""W3b: one page of the list of workers, narrowed to a country, with its capped count."""

from bench import by_hand as sql
from bench.measure import Timed
from bench.register import EVENT_COUNTRY, Register
from bench.searching import OFFICE
from bench.undoing import by_driver, by_us
from tracker.core.clock import day_of
from tracker.core.scope import AFTER, Scope
from tracker.home import worker_list
from tracker.home.worker_filters import Filters
from tracker.web.paging import PAGE

TIMES = 20


class ListPage:
    """The first page, twenty times over."""

    name, title, goal = "W3b", "list page", 3.0

    def by_hand(self, register: Register) -> Timed:
        """The rows, what stands beside them, and how many there are."""
        return by_driver(register, lambda: sum(_page_by_hand(register) for _ in range(TIMES)))

    def ours(self, register: Register) -> Timed:
        """`worker_list.page` under an officer's scope."""
        today, filters = day_of(register.now), Filters(country=EVENT_COUNTRY, state="abroad")

        def work() -> int:
            return sum(len(worker_list.page(filters, today=today).lines) for _ in range(TIMES))

        return by_us(work, scope=Scope.office(OFFICE), writes=False)


def _page_by_hand(register: Register) -> int:
    here = {"office": OFFICE, "above": OFFICE + AFTER, "country": EVENT_COUNTRY, "today": day_of(register.now)}
    rows = register.by_driver(sql.LIST_PAGE.format(by_name=sql.BY_NAME[register.engine]), here).fetchall()[:PAGE]
    ids = {f"id_{place}": row[0] for place, row in enumerate(rows)}
    listed = ", ".join(f":{name}" for name in ids)
    if ids:
        register.by_driver(sql.LIST_CONTRACTS.format(ids=listed), ids).fetchall()
        register.by_driver(sql.LIST_ALERTS.format(ids=listed), ids).fetchall()
        register.by_driver(sql.LIST_DUE.format(ids=listed), ids).fetchall()
    register.by_driver(sql.LIST_COUNT, here).fetchone()
    return len(rows)
