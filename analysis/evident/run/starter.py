"""Run notebooks of this report on a machine that has nothing but Python.

    python3 run.py                 every notebook that lies beside this file
    python3 run.py mining.ipynb    one, wherever it lies; or `mining`, the one of this folder
    python3 run.py --here …        with the Python that is called, whose environment has the packages already

Belongs here: making the environment in `.venv` once, and calling `evident.run.outside` in it. Does not: anything that
needs a package. This file stands in the archive as `run.py` and is read by whoever does not trust it; it is short.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
MADE = VENV / ".made"


def python() -> Path:
    """The Python of the environment, which is made if it is not there, or not whole."""
    found = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not MADE.exists():
        lock = HERE / "requirements.lock"
        if not lock.exists():
            sys.exit(
                "run.py: there is no requirements.lock beside this file; unpack the whole archive, or use --here"
            )
        print("making the environment in .venv (once; a few minutes)", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([str(found), *install, "-r", str(lock)], check=True)
        # So that the code beside this file is found, also by JupyterLab or an editor that uses the environment.
        asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
        site = subprocess.run(
            [str(found), "-c", asked], check=True, capture_output=True, text=True
        ).stdout.strip()
        Path(site, "report.pth").write_text(f"{HERE / 'analysis'}\n", "utf8")
        MADE.touch()
    return found


def main() -> None:
    """Make the environment and run notebooks in it; ends with what the run ended with."""
    asked = sys.argv[1:]
    here = "--here" in asked
    program = Path(sys.executable) if here else python()
    environment = os.environ | {"EVIDENT_ROOT": str(HERE)}
    if here:
        added = [str(HERE / "analysis"), os.environ.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, added))
    names = [name for name in asked if name != "--here"]
    done = subprocess.run([str(program), "-m", "evident.run.outside", *names], env=environment, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"run.py: {' '.join(map(str, failed.cmd[1:4]))} … failed; what it said stands above")
    except KeyboardInterrupt:
        sys.exit(130)
