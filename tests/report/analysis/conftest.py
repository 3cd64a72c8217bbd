"""For `pytest --nbval analysis`: committed notebooks are compared in their frozen form, which a person can review."""

import os

os.environ["EVIDENT_FROZEN"] = "1"
os.environ["EVIDENT_EDITION"] = "baseline"
