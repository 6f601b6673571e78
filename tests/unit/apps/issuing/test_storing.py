"""Ids of what is written together: near one another, and none to be guessed."""

from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.services.storing import near_ids


def test_ids_of_a_set_lie_near_one_another_and_sets_do_not() -> None:
    sets = [near_ids(500) for _ in range(20)]
    assert all(len({number.int >> 116 for number in ids}) == 1 for ids in sets)
    assert len({ids[0].int >> 116 for ids in sets}) > 10


def test_the_rest_of_each_id_is_its_own_and_no_code_is_given_twice() -> None:
    ids = near_ids(1000)
    assert {(number.version, number.variant) for number in ids} == {(4, "specified in RFC 4122")}
    assert len({code_of(number) for number in ids}) == 1000
    varying = 0
    for number in ids:
        varying |= number.int ^ ids[0].int
    assert varying.bit_count() == 110
