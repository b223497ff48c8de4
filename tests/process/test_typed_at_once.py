"""Keys that a fast typist or a script sends at once reach the place where those before led."""

from tests.far_ends import served
from tests.process.program import program

LEAVE = "\x1d"


async def test_keys_sent_in_one_piece_go_where_the_ones_before_led(tmp_path) -> None:
    async with served() as engine, program(engine, tmp_path, size=(80, 24)) as running:
        await running.see("8 containers")

        async def burst(keys: str, *sees: str) -> None:
            since = len(running.drawn)
            running.keys(keys)
            await running.see(*sees, since=since)

        # A small screen: what has no keys has no room, and is laid out first.
        await burst("13/web", "1 of 8")
        await burst("\r1", "S up")
        await burst("3i", "inspect web")
        await burst("/Hostname\r", "/Hostname 1")
        await burst("3:shell\r", "demo shell")
        await burst("echo so' far'\r", "so far")
        await burst(f"{LEAVE}3eecho and' back'\r", "and back")
        await burst(f"{LEAVE}3lf/GET\r", "GET")
        # The question takes the first, the screen below it the second.
        running.keys("3dnq")
        assert await running.ended() == 0
