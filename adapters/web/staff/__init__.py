"""The staff's pages: sign-in, and everything that `access.staff(role)` guards."""

from fastapi import APIRouter

from adapters.web.staff.oidc import router as oidc
from adapters.web.staff.signin import router as signin
from adapters.web.staff.users import router as users

router = APIRouter()
router.include_router(signin)
router.include_router(oidc)
router.include_router(users)

__all__ = ["router"]
