"""Signing in and out: sessions, what they survive and what ends them."""
from datetime import datetime
import pytest
from starlette.testclient import TestClient
from adapters.passwords import hash_password
from adapters.storage.accounts import Role
from knowledge import TOKYO

def test_smoke(start):
    app = start()
    app.base_url = "https://desk.example.jp"
    app.app.state.entrance.accounts.add("sato","佐藤",Role.READER,["131016"],"t",datetime.now(TOKYO),hash_password("four unrelated words"))
    page = app.get("/staff/sign-in?next=/staff/kpi")
    print(page.text, page.headers)
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    r = app.post("/staff/sign-in", data={"name":"Sato","password":"four unrelated words","csrf":csrf,"next":"/staff/kpi"}, follow_redirects=False)
    print(r.status_code, r.headers, r.text[:300])
    assert r.status_code == 303
