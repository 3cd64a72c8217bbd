"""The committed notebooks are compared in their frozen form: text that a person can review
(`evident/export/publishing.py`)."""

import os

os.environ["EVIDENT_FROZEN"] = "1"
os.environ["EVIDENT_EDITION"] = "baseline"
