from knowledge.section import DESKS


def test_every_desk_stands_once_in_the_closed_list():
    assert len(DESKS) == len(set(DESKS)) == 53
