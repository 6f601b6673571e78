"""What the DNS holds is told as it is: right, missing, or somebody else's."""

from openlaurel.core.mail.domains import check_dkim, check_dmarc, check_spf

OURS = "v=DKIM1; k=rsa; p=AAAA"


def test_our_key_is_found_however_it_is_written_and_another_one_is_not_taken_for_it() -> None:
    def state(*records: str) -> str:
        return check_dkim("s._domainkey.x.example", records, wanted=OURS).state

    assert state(OURS) == "ok"
    assert state("v=DKIM1;k=rsa;  p=AA AA") == "ok"
    assert state("unrelated", OURS) == "ok"
    assert state() == "missing"
    assert state("unrelated") == "missing"
    assert state("v=DKIM1; p=BBBB") == "wrong"
    assert state("v=DKIM1; p=") == "wrong"


def test_one_spf_and_one_dmarc_record_count_and_two_do_not() -> None:
    assert [
        check_spf("x.example", records).state
        for records in ((), ("v=spf1 mx ~all",), ("v=spf1 mx", "v=spf1 a"), ("v=spf10 mx",))
    ] == ["missing", "ok", "wrong", "missing"]
    assert [
        check_dmarc("_dmarc.x.example", records).state
        for records in ((), ("v=DMARC1; p=reject",), ("v=DMARC1",), ("v=DMARC1; p=none", "v=DMARC1; p=none"))
    ] == ["missing", "ok", "wrong", "wrong"]
