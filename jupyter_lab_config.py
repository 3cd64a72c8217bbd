"""How `make notebook` starts JupyterLab and its server.

Belongs here: what keeps it on this machine and quiet. Does not: how notebooks are compared (`nbdime_config.json`).
"""

c = get_config()  # type: ignore[name-defined] # noqa: F821 (Jupyter gives it)

# Nothing is asked of other hosts: no news, no look for new versions, no list of extensions.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
# Hidden folders hold environments and caches, `_build` what is built.
c.ContentsManager.hide_globs = ["__pycache__", "*.pyc", "_build", "*.egg-info"]
