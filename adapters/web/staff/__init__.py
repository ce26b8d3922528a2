"""The staff's pages: sign-in, and everything that `access.staff(role)` guards."""

from fastapi import APIRouter

from adapters.web.staff.desk import router as desk
from adapters.web.staff.entries import router as entries
from adapters.web.staff.entry_editing import router as editing
from adapters.web.staff.entry_judging import router as judging
from adapters.web.staff.entry_trying import router as trying
from adapters.web.staff.oidc import router as oidc
from adapters.web.staff.password import router as password
from adapters.web.staff.signin import router as signin
from adapters.web.staff.statistics import router as statistics
from adapters.web.staff.users import router as users

router = APIRouter()
router.include_router(signin)
router.include_router(oidc)
router.include_router(users)
router.include_router(password)
router.include_router(desk)
router.include_router(statistics)
for entry_router in (editing, judging, trying, entries):
    router.include_router(entry_router)

__all__ = ["router"]
