"""The team that answers for a device and its life: registered, corrected, imported, filtered."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.device import Device
from app.domain.filter import FIXED_ASSET, SHARED, TOOL, DeviceFilter
from app.domain.setting import AssetRule, School
from app.services.devices import CorrectDevice, CorrectDevices, RegisterDevice
from app.services.importing import Import, OnDuplicate, PreviewImport, read_list
from app.services.people import DescribeSchool
from app.services.queries import Assets, DeviceIds, OneDevice, TeamNames, Verify
from app.services.room import Room
from app.services.undoing import Undo


def _found(room: Room, wanted: DeviceFilter, order: str = "name") -> list[int]:
    return room.ask(DeviceIds(wanted, order))


def test_a_team_is_given_taken_and_filtered_by(school: Room) -> None:
    code = school.run(RegisterDevice(Device("", "Đàn", life_years=8), team="Tổ Âm nhạc")).value
    view = school.ask(OneDevice(code)).view
    assert (view.team, view.device.life_years) == ("Tổ Âm nhạc", 8)
    assert "Tổ Âm nhạc" in school.ask(TeamNames())
    school.run(CorrectDevices(("TB00001", "TB00002"), {}, team="Tổ 3"))
    assert _found(school, DeviceFilter(team="Tổ 3")) == [2, 1]
    assert _found(school, DeviceFilter(team=SHARED)) == [4, 3]
    school.run(CorrectDevice("TB00001", {"note": "x"}))
    assert school.ask(OneDevice("TB00001")).view.team == "Tổ 3"
    school.run(CorrectDevice("TB00001", {}, team=""))
    assert school.ask(OneDevice("TB00001")).view.team == ""
    school.run(Undo("Nhầm"))
    assert school.ask(OneDevice("TB00001")).view.team == "Tổ 3"
    assert _found(school, DeviceFilter(), "team")[:2] == [4, 3]
    assert school.ask(Verify()).ok


@pytest.mark.parametrize(
    ("price", "life", "asset"),
    [
        (10_000_000, None, True),  # a life nobody has said is long enough
        (10_000_000, 1, True),
        (10_000_000, 0, False),
        (9_999_999, 5, False),
        (None, 5, False),
    ],
)
def test_a_fixed_asset_costs_enough_and_serves_a_year(
    school: Room, price: int | None, life: int | None, *, asset: bool
) -> None:
    device = Device("", "Ti vi", unit_price=price, life_years=life)
    code = school.run(RegisterDevice(device)).value
    number = school.ask(OneDevice(code)).view.id
    assert school.ask(Assets()).holds(device) is asset
    assert (number in _found(school, DeviceFilter(asset=FIXED_ASSET))) is asset
    assert (number in _found(school, DeviceFilter(asset=TOOL))) is not asset


def test_the_years_are_a_setting_with_its_source(school: Room) -> None:
    assert school.ask(Assets()) == AssetRule(10_000_000, 1)
    school.run(DescribeSchool(School("Trường", asset_life="3")))
    device = Device("", "Ti vi", unit_price=20_000_000, life_years=2)
    school.run(RegisterDevice(device))
    assert not school.ask(Assets()).holds(device)
    assert _found(school, DeviceFilter(asset=FIXED_ASSET)) == []


def test_an_import_reads_both_and_shows_what_would_change(school: Room, tmp_path: Path) -> None:
    path = tmp_path / "thiet-bi.csv"
    path.write_text(
        "Mã thiết bị,Tên thiết bị,Số lượng,Tổ quản lý,Thời gian sử dụng (năm)\n"
        "TB00001,Máy chiếu,1,Tổ 3,5 năm\n"
        ",Kính lúp,10,Tổ 4,2\n"
        ",Cân,1,,mãi\n",
        encoding="utf-8",
    )
    source = read_list("devices", path)
    report = school.ask(PreviewImport(source, OnDuplicate.UPDATE))
    (fault,) = report.errors
    assert (fault.row, fault.column) == (4, "Thời gian sử dụng (năm)")
    assert ("team", "", "Tổ 3") in report.rows[0].changes
    school.run(Import(source, OnDuplicate.UPDATE, accept_valid=True))
    view = school.ask(OneDevice("TB00001")).view
    assert (view.team, view.device.life_years) == ("Tổ 3", 5)
    assert _found(school, DeviceFilter(team="Tổ 4")) == [5]
