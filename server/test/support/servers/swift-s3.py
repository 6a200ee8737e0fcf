"""What `start-s3` runs: the four servers of Swift in one process group, on free ports, with everything in one folder."""

import ctypes
import os
import pwd
import signal
import socket
import sys
import time
import urllib.request

from swift.common.ring import RingBuilder
from swift.common.wsgi import run_wsgi

PR_SET_PDEATHSIG = 1
ACCESS_KEY, SECRET_KEY = "test:tester", "testing-secret-key"

DEFAULTS = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}/etc
devices = {folder}/devices
mount_check = false
log_level = WARNING
log_address = /nowhere
"""

PROXY = """[pipeline:main]
pipeline = catch_errors healthcheck cache listing_formats s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:cache]
paste.filter_factory = __main__:remembering
[filter:tempauth]
use = egg:swift#tempauth
user_{user} = {secret} .admin
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
min_segment_size = 5242880
""".format(user=ACCESS_KEY.replace(":", "_"), secret=SECRET_KEY) + "".join(
    "[filter:%s]\nuse = egg:swift#%s\n" % (name, name)
    for name in ("catch_errors", "healthcheck", "listing_formats", "copy", "slo", "dlo")
)


class Memory(dict):
    """What Swift keeps in memcached, in the proxy's one process: tokens and what it looked up of buckets."""

    def __bool__(self):
        return True

    def get(self, key, *_, **__):
        return super().get(key)

    def set(self, key, value, *_, **__):
        self[key] = value

    def incr(self, key, delta=1, *_, **__):
        self[key] = super().get(key, 0) + delta
        return self[key]

    def delete(self, key, *_, **__):
        self.pop(key, None)


def remembering(_settings, **_):
    memory = Memory()

    def around(app):
        def handle(environment, start_response):
            environment["swift.cache"] = memory
            return app(environment, start_response)

        return handle

    return around


def free_ports(wanted, count):
    """Ports that are free now; held together, so that none comes twice."""
    sockets = [socket.socket() for _ in range(count)]
    for nth, each in enumerate(sockets):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        each.bind(("127.0.0.1", wanted if nth == 0 else 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def prepare(folder, ports):
    etc = os.path.join(folder, "etc")
    os.makedirs(etc, exist_ok=True)
    os.makedirs(os.path.join(folder, "devices", "d1"), exist_ok=True)
    write(os.path.join(etc, "swift.conf"), "[swift-hash]\nswift_hash_path_suffix = daybook\n")
    user = pwd.getpwuid(os.getuid()).pw_name
    for kind, port in ports.items():
        top = DEFAULTS.format(port=port, user=user, folder=folder)
        rest = "[pipeline:main]\npipeline = app\n[app:app]\nuse = egg:swift#%s\n" % kind
        write(os.path.join(etc, kind + ".conf"), top + (PROXY if kind == "proxy" else rest))
        if kind == "proxy":
            continue
        ring = RingBuilder(2, 1, 1)
        ring.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": port, "device": "d1"})
        ring.rebalance()
        ring.get_ring().save(os.path.join(etc, kind + ".ring.gz"))


def serve(folder, kind):
    """In a process of its own that ends with its parent, however that ends. Never returns."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    log = os.open(os.path.join(folder, kind + ".log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    quiet = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, quiet), (1, log), (2, log)):
        os.dup2(source, target)
    app = "proxy-server" if kind == "proxy" else "app"
    os._exit(run_wsgi(os.path.join(folder, "etc", kind + ".conf"), app, verbose=True) or 0)


def main(folder, wanted):
    folder = os.path.abspath(folder)
    kinds = ("proxy", "account", "container", "object")
    ports = dict(zip(kinds, free_ports(wanted, len(kinds))))
    prepare(folder, ports)
    children = []

    def stop(*_):
        raise KeyboardInterrupt

    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, stop)
    try:
        for kind in kinds:
            child = os.fork()
            if child == 0:
                for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                    signal.signal(name, signal.SIG_DFL)
                serve(folder, kind)
            children.append(child)
        print_when_ready(folder, ports, children)
        while os.read(0, 4096):
            pass
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            try:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            except (ProcessLookupError, ChildProcessError):
                pass


def print_when_ready(folder, ports, children):
    for _ in range(600):
        if any(os.waitpid(child, os.WNOHANG)[0] for child in children):
            sys.exit("Swift did not start; see the logs in %s" % folder)
        try:
            for port in ports.values():
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            urllib.request.urlopen("http://127.0.0.1:%d/healthcheck" % ports["proxy"], timeout=5).close()
            break
        except OSError:
            time.sleep(0.05)
    else:
        sys.exit("Swift did not answer within 30 s; see the logs in %s" % folder)
    settings = {
        "S3_ENDPOINT": "http://127.0.0.1:%d" % ports["proxy"],
        "S3_REGION": "us-east-1",
        "S3_FORCE_PATH_STYLE": "true",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    }
    print("\n".join("%s=%s" % pair for pair in settings.items()), flush=True)


main(sys.argv[1], int(sys.argv[2]))
