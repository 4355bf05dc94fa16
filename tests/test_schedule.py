"""The dry run over a catalogue that nobody has."""

from eval.bench.schedule import Pace, plan_schedule

PACE = Pace(bytes=25_000, read_seconds=0.08, publish_seconds=0.01)


def test_every_document_is_read_once_and_jobs_are_nearly_alike() -> None:
    found = plan_schedule(20_000, jobs=20, machines=4, cores=2, deaths=0, pace=PACE)
    assert 850 < found.fewest <= 1000 <= found.most < 1150
    total = 20_000 * PACE.read_seconds / 2 / 3600
    assert total / 4 <= found.read_hours <= 1.2 * total / 4 + 0.01
    assert found.read_hours == found.read_hours_with_deaths and found.read_twice == 0


def test_a_worker_that_dies_costs_the_documents_in_its_hands_and_no_more() -> None:
    found = plan_schedule(20_000, jobs=20, machines=4, cores=2, deaths=5, pace=PACE)
    assert (found.deaths, found.read_twice) == (5, 10)
    assert found.read_hours <= found.read_hours_with_deaths <= found.read_hours + 0.01
