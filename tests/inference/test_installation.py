"""The set-up: real pip and a real child process on a small wheel, and every way it can go wrong."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lma_qgis.core.errors import LmaError
from lma_qgis.inference import installation, runtime
from lma_qgis.inference.installation import CPU, GPU, Installation, check_wheel, child_environment, platform_fits
from tests.inference.wheels import GOOD, PLATFORM, TAG, python_without_runtime, wheel


@pytest.fixture
def bare_python(tmp_path):
    return python_without_runtime(tmp_path)


def run(setup, unpacked=None):
    """Run an installation as the dialog does; return the log.

    With `unpacked`, a wheel, pip's part is done by unpacking it, which is quicker.
    """
    setup.prepare()
    log = []
    for number, step in enumerate(setup.steps()):
        if number == 1 and unpacked:
            zipfile.ZipFile(unpacked).extractall(setup.staging)
            continue
        done = subprocess.run(
            [str(setup.interpreter), *step.arguments], capture_output=True, text=True, timeout=120, check=False,
            env=child_environment(os.environ),
        )
        try:
            log.append(setup.check(number, done.returncode, done.stdout + done.stderr))
        except LmaError:
            setup.abandon()
            raise
    log.append(setup.finish())
    return log


def test_offline_wheel_into_a_fresh_profile(tmp_path, bare_python):
    home = tmp_path / "profile"
    assert installation.installed(home) is None
    log = run(Installation(home, wheel=wheel(tmp_path), interpreter=bare_python))
    assert "works" in log[2]
    assert installation.installed(home) == ("onnxruntime", "1.20.0")
    here = runtime.folder(home)
    assert (here / "onnxruntime" / "__init__.py").is_file()
    assert not list(here.glob("numpy*"))
    assert [path.name for path in here.parent.iterdir()] == [here.name]
    other = wheel(tmp_path, name="onnxruntime_gpu")
    run(Installation(home, wheel=other, interpreter=bare_python), unpacked=other)
    assert installation.installed(home) == ("onnxruntime-gpu", "1.20.0")
    assert installation.remove(home).startswith("Removed")
    assert installation.installed(home) is None
    assert installation.remove(home) == "There was nothing to remove."


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise ImportError('DLL load failed while importing')", "does not start.*Visual C"),
        (GOOD.replace('feed["x"]', 'feed["x"] + 1'), "computes wrongly"),
        ("import sys; sys.exit(3)", "does not start"),
    ],
)
def test_a_runtime_that_does_not_work_never_arrives(tmp_path, bare_python, code, words):
    home = tmp_path / "profile"
    broken = wheel(tmp_path, code)
    with pytest.raises(LmaError, match=words):
        run(Installation(home, wheel=broken, interpreter=bare_python), unpacked=broken)
    assert installation.installed(home) is None
    assert list((home / "lma_qgis" / "runtime").iterdir()) == []


def test_a_failed_set_up_keeps_the_old_runtime(tmp_path, bare_python):
    home = tmp_path / "profile"
    good = wheel(tmp_path)
    run(Installation(home, wheel=good, interpreter=bare_python), unpacked=good)
    broken = wheel(tmp_path, "raise OSError('broken')")
    with pytest.raises(LmaError):
        run(Installation(home, wheel=broken, interpreter=bare_python), unpacked=broken)
    assert installation.installed(home) == ("onnxruntime", "1.20.0")
    assert (runtime.folder(home) / "onnxruntime" / "__init__.py").read_text() == GOOD


def test_the_runtime_of_qgis_itself_is_not_hidden_by_a_new_one(tmp_path):
    pytest.importorskip("onnxruntime")
    good = wheel(tmp_path)
    with pytest.raises(LmaError, match="goes before the new one"):
        run(Installation(tmp_path, wheel=good, interpreter=Path(sys.executable)), unpacked=good)


def test_pip_is_called_so_that_it_can_break_nothing(tmp_path):
    arguments = Installation(tmp_path, CPU, interpreter=Path(sys.executable)).steps()[1].arguments
    for wanted in ("--no-deps", "--only-binary", ":all:", "--target", "-I"):
        assert wanted in arguments
    assert arguments[-1].startswith("onnxruntime>=1.14")
    offline = Installation(tmp_path, wheel=wheel(tmp_path), interpreter=Path(sys.executable)).steps()[1].arguments
    assert "--no-index" in offline


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: No matching distribution found for onnxruntime", "no onnxruntime for this Python"),
        ("ProxyError: Tunnel connection failed: 407 Proxy Authentication Required", "proxy"),
        ("SSLError CERTIFICATE_VERIFY_FAILED", "certificates"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("Temporary failure in name resolution", "no network"),
        ("ERROR: something odd", "something odd"),
        ("", "no answer"),
    ],
)
def test_trouble_with_pip_is_named(tmp_path, output, words):
    setup = Installation(tmp_path, interpreter=Path(sys.executable))
    with pytest.raises(LmaError, match=words):
        setup.check(1, 1, output)


@pytest.mark.parametrize(
    ("code", "output", "words"),
    [
        (1, "Traceback: boom", "does not work as Python: Traceback: boom"),
        (0, '{"version": [2, 7], "prefix": "", "pip": "9"}', "not the Python of this QGIS"),
        (0, f'{{"version": [3, {sys.version_info[1]}], "prefix": "", "pip": ""}}', "has no pip"),
        (0, "{broken", "does not work as Python"),
    ],
)
def test_a_wrong_python_is_noticed_first(tmp_path, code, output, words):
    with pytest.raises(LmaError, match=words):
        Installation(tmp_path, interpreter=Path(sys.executable)).check(0, code, output)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("model.onnx", "not a wheel"),
        ("torch-2.0-cp311-cp311-linux_x86_64.whl", "holds torch"),
        (f"onnxruntime-1.20.0-cp27-cp27-{PLATFORM}.whl", f"for Python cp27.*{TAG}"),
        (f"onnxruntime-1.20.0-{TAG}-{TAG}-plan9_mips.whl", "for plan9_mips"),
        (f"onnxruntime-1.20.0-{TAG}-{TAG}-{PLATFORM}.whl", "damaged or not there"),
    ],
)
def test_wrong_wheels_are_refused_before_anything_runs(tmp_path, name, words):
    (tmp_path / name).write_bytes(b"PK not a zip")
    with pytest.raises(LmaError, match=words):
        check_wheel(tmp_path / name)


@pytest.mark.parametrize(
    ("tags", "system", "machine", "fits"),
    [
        ("manylinux_2_27_x86_64.manylinux_2_28_x86_64", "linux", "x86_64", True),
        ("manylinux_2_27_aarch64", "linux", "x86_64", False),
        ("win_amd64", "win32", "amd64", True),
        ("win_arm64", "win32", "amd64", False),
        ("macosx_13_0_arm64", "darwin", "arm64", True),
        ("macosx_11_0_universal2", "darwin", "x86_64", True),
        ("macosx_13_0_x86_64", "linux", "x86_64", False),
    ],
)
def test_platform_tags(tags, system, machine, fits):
    assert platform_fits(tags, system, machine) == fits


def test_the_gpu_package_exists_where_nvidia_does():
    assert installation.packages("linux", "x86_64") == (CPU, GPU)
    assert installation.packages("win32", "amd64") == (CPU, GPU)
    assert installation.packages("darwin", "arm64") == (CPU,)
    assert installation.packages("linux", "aarch64") == (CPU,)


def test_the_child_sees_no_other_python():
    clean = child_environment({"PYTHONHOME": "/x", "Gdal_Data": "/y", "PATH": "/bin"}, "http://proxy:3128")
    assert "PYTHONHOME" not in clean
    assert "Gdal_Data" not in clean
    assert clean["PATH"] == "/bin"
    assert clean["HTTPS_PROXY"] == "http://proxy:3128"
