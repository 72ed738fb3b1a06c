"""Results come in order from any number of threads; what has not begun is dropped when the work is stopped."""

import threading

from lma_qgis.core.workers import workers


def test_one_job_needs_no_thread():
    with workers(1) as run:
        assert run is map


def test_threads_keep_the_order(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    seen = set()

    def work(number):
        seen.add(threading.current_thread().name)
        return number**2

    with workers(100) as run:
        assert list(run(work, range(100))) == [n**2 for n in range(100)]
    assert threading.current_thread().name not in seen


def test_what_has_not_begun_is_dropped(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    started, release = [], threading.Event()

    def work(number):
        started.append(number)
        release.wait(5)

    with workers(50) as run:
        run(work, range(50))
        threading.Timer(0.1, release.set).start()
    assert len(started) < 50
