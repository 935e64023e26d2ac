from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.download.addresses import Reach, find_forbidden_kind
from pytest_contentjobs.download.trust import LogTrust
from pytest_contentjobs.errors import LogLocationError
from pytest_contentjobs.model.reason import Reason

PUBLIC_API = "https://api.example:8443/knowledge/contentmgr/v4"
LOOPBACK_API = "http://127.0.0.1:8000/knowledge/contentmgr/v4"
TRUST = LogTrust(
    api_base=PUBLIC_API, hosts=frozenset({"files.example", "other.example:9443", "[2001:db8::1]", "127.0.0.2"})
)


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("https://api.example/log", Reach.LOOPBACK),
        ("https://API.Example:8443/log", Reach.LOOPBACK),
        ("https://files.example/log", Reach.PRIVATE),
        ("https://FILES.example:443/log", Reach.PRIVATE),
        ("https://other.example:9443/log", Reach.PRIVATE),
        ("https://[2001:db8::1]/log", Reach.PRIVATE),
        ("https://127.0.0.2/log", Reach.LOOPBACK),
        ("https://s3.amazonaws.com/bucket/log", Reach.PUBLIC),
        ("https://bucket.s3.amazonaws.com/log", Reach.PUBLIC),
        ("https://my.bucket.s3.amazonaws.com/log", Reach.PUBLIC),
        ("https://s3.eu-central-1.amazonaws.com/bucket/log", Reach.PUBLIC),
        ("https://bucket.s3.us-gov-west-1.amazonaws.com/log", Reach.PUBLIC),
        ("https://bucket.s3.dualstack.eu-west-1.amazonaws.com/log", Reach.PUBLIC),
        ("https://s3.dualstack.eu-west-1.amazonaws.com/bucket/log", Reach.PUBLIC),
        ("https://bucket.s3-us-west-2.amazonaws.com/log", Reach.PUBLIC),
        ("https://bucket.s3.cn-north-1.amazonaws.com.cn/log", Reach.PUBLIC),
    ],
)
def test_hosts_that_a_job_may_name(url: str, reach: Reach) -> None:
    assert TRUST.reach(url) is reach


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://evil.example/log", "evil.example:443"),
        ("https://api.example:22/log", "api.example:22"),
        ("https://api.example./log", "api.example.:443"),
        ("https://api.example.evil.example/log", "api.example.evil.example:443"),
        ("https://sub.api.example/log", "sub.api.example:443"),
        ("https://files.example:8443/log", "files.example:8443"),
        ("https://other.example/log", "other.example:443"),
        ("https://169.254.169.254/latest/meta-data", "169.254.169.254:443"),
        ("https://2852039166/latest/meta-data", "2852039166:443"),
        ("https://[::ffff:169.254.169.254]/x", "[::ffff:169.254.169.254]:443"),
        ("https://localhost/log", "localhost:443"),
        ("http://127.0.0.1/log", "127.0.0.1:80"),
        ("https://s3.amazonaws.com.evil.example/bucket/log", "s3.amazonaws.com.evil.example:443"),
        ("https://evil-s3.amazonaws.com/bucket/log", "evil-s3.amazonaws.com:443"),
        ("https://evils3.amazonaws.com/log", "evils3.amazonaws.com:443"),
        ("https://bucket.s3xamazonaws.com/log", "bucket.s3xamazonaws.com:443"),
        ("https://bucket.s3.eu-central-1.amazonaws.com.evil/log", "bucket.s3.eu-central-1.amazonaws.com.evil:443"),
        ("https://s3.amazonaws.com.cn/bucket/log", "s3.amazonaws.com.cn:443"),
        ("https://ec2-1-2-3-4.compute-1.amazonaws.com/log", "ec2-1-2-3-4.compute-1.amazonaws.com:443"),
        ("https://bucket.s3-website-us-east-1.amazonaws.com/log", "bucket.s3-website-us-east-1.amazonaws.com:443"),
        ("https://p-1.s3-accesspoint.us-east-1.amazonaws.com/log", "p-1.s3-accesspoint.us-east-1.amazonaws.com:443"),
        ("https://bucket.s3.amazonaws.com:8443/log", "bucket.s3.amazonaws.com:8443"),
    ],
)
def test_hosts_that_a_job_may_not_name(url: str, shown: str) -> None:
    with pytest.raises(LogLocationError) as refused:
        TRUST.reach(url)

    assert refused.value.reason == Reason.LOG_HOST_UNTRUSTED
    assert f"'{shown}'" in refused.value.what
    assert "--content-log-hosts" in refused.value.next_step


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/log", "http://[::1]:9/log", "https://localhost:9/log"])
def test_a_tenant_on_this_machine_may_name_this_machine(url: str) -> None:
    assert LogTrust(api_base=LOOPBACK_API).reach(url) is Reach.LOOPBACK
    with pytest.raises(LogLocationError):
        LogTrust(api_base=PUBLIC_API).reach(url)


IN_BUCKET = [
    "https://{}.s3.amazonaws.com/log",
    "https://s3.eu-west-1.amazonaws.com/{}/log",
    "https://s3.amazonaws.com/{}/log",
]


@pytest.mark.parametrize("url", IN_BUCKET)
def test_bucket_of_a_pre_signed_url_is_looked_at(url: str, wording: Callable[[str], None]) -> None:
    trust = LogTrust(api_base=PUBLIC_API, buckets=frozenset({"my.logs", "ours"}))

    assert trust.reach(url.format("ours")) is Reach.PUBLIC
    assert trust.reach(url.format("my.logs")) is Reach.PUBLIC
    with pytest.raises(LogLocationError) as refused:
        trust.reach(url.format("theirs"))

    assert refused.value.reason == Reason.LOG_BUCKET_UNTRUSTED
    assert "'theirs'" in refused.value.what
    assert "(my.logs, ours)" in refused.value.what
    wording(str(refused.value))


@pytest.mark.parametrize("path", ["/", "//ours/log", "/%6furs%2f../theirs/log"])
def test_odd_path_is_in_no_allowed_bucket(path: str) -> None:
    trust = LogTrust(api_base=PUBLIC_API, buckets=frozenset({"theirs"}))

    with pytest.raises(LogLocationError) as refused:
        trust.reach(f"https://s3.amazonaws.com{path}")

    assert refused.value.reason == Reason.LOG_BUCKET_UNTRUSTED


def test_owner_of_a_pre_signed_url_cannot_be_checked(wording: Callable[[str], None]) -> None:
    trust = LogTrust(api_base=PUBLIC_API, buckets=frozenset({"ours"}), owner="012345678901")

    with pytest.raises(LogLocationError) as refused:
        trust.reach("https://ours.s3.amazonaws.com/log")

    assert refused.value.reason == Reason.LOG_OWNER_UNKNOWN
    wording(str(refused.value))


@pytest.mark.parametrize(
    ("address", "kind", "least"),
    [
        ("8.8.8.8", "public", Reach.PUBLIC),
        ("2600:1f00::1", "public", Reach.PUBLIC),
        ("10.1.2.3", "private", Reach.PRIVATE),
        ("172.31.0.1", "private", Reach.PRIVATE),
        ("192.168.0.1", "private", Reach.PRIVATE),
        ("100.64.0.1", "private", Reach.PRIVATE),
        ("fd00::1", "private", Reach.PRIVATE),
        ("::ffff:10.0.0.1", "private", Reach.PRIVATE),
        ("64:ff9b::a00:1", "private", Reach.PRIVATE),
        ("2002:a00:1::", "private", Reach.PRIVATE),
        ("127.0.0.1", "loopback", Reach.LOOPBACK),
        ("127.255.0.9", "loopback", Reach.LOOPBACK),
        ("::1", "loopback", Reach.LOOPBACK),
        ("::ffff:127.0.0.1", "loopback", Reach.LOOPBACK),
        ("::7f00:1", "loopback", Reach.LOOPBACK),
        ("64:ff9b::7f00:1", "loopback", Reach.LOOPBACK),
        ("169.254.169.254", "link-local", Reach.ANYWHERE),
        ("::ffff:169.254.169.254", "link-local", Reach.ANYWHERE),
        ("64:ff9b::a9fe:a9fe", "link-local", Reach.ANYWHERE),
        ("2002:a9fe:a9fe::", "link-local", Reach.ANYWHERE),
        ("fd00:ec2::254", "a cloud's own", Reach.ANYWHERE),
        ("fe80::1%eth0", "link-local", Reach.ANYWHERE),
        ("224.0.0.1", "multicast", Reach.ANYWHERE),
        ("ff02::1", "multicast", Reach.ANYWHERE),
        ("0.0.0.0", "reserved", Reach.ANYWHERE),  # noqa: S104 - an address to refuse
        ("::", "reserved", Reach.ANYWHERE),
        ("240.0.0.1", "reserved", Reach.ANYWHERE),
        ("255.255.255.255", "reserved", Reach.ANYWHERE),
        ("no address", "unknown", Reach.ANYWHERE),
    ],
)
def test_how_far_an_address_is(address: str, kind: str, least: Reach) -> None:
    assert {reach: find_forbidden_kind(address, reach) for reach in Reach} == {
        reach: None if reach >= least else kind for reach in Reach
    }
