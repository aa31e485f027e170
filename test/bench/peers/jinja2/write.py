"""The three templates by Jinja2 itself, in one process, which is faster than its command line once for each."""

import json
import pathlib
import sys

import jinja2

data, folder = sys.argv[1:]
here = pathlib.Path(__file__).parent
environment = jinja2.Environment(loader=jinja2.FileSystemLoader(here), trim_blocks=True, keep_trailing_newline=True)
services = json.loads(pathlib.Path(data).read_text())
for name in ("nginx.conf", "haproxy.cfg", "docker-compose.yml"):
    pathlib.Path(folder, name).write_text(environment.get_template(f"{name}.j2").render(services))
