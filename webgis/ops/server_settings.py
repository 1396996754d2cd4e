"""What the embedded server is told in its own configuration file, rewritten at every start."""

import os
from pathlib import Path

FILE = "wangge.conf"
MIB = 1024 * 1024
SMALLEST_SHM = 256 * MIB


def text(socket_folder: Path, memory: int | None = None) -> str:
    """Settings file for a machine with this many bytes of memory; `ALTER SYSTEM` overrides it."""
    memory = memory or os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    settings = {
        "listen_addresses": "''",
        "port": "5432",
        "unix_socket_directories": f"'{socket_folder}'",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": f"{min(max(memory // 8 // MIB, 256), 2048)}MB",
        "effective_cache_size": f"{max(memory // 2 // MIB, 512)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "password_encryption": "'scram-sha-256'",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "lc_messages": "'C.UTF-8'",
        "log_line_prefix": "'%m [%p] %q%u@%d '",
        "dynamic_shared_memory_type": _shared_memory_type(),
    }
    lines = [f"{name} = {value}" for name, value in settings.items()]
    head = "# Written at every start; use ALTER SYSTEM to change a setting."
    return "\n".join([head, *lines, ""])


def _shared_memory_type() -> str:
    """Parallel queries fail where a container has only the usual 64 MB of /dev/shm."""
    try:
        shm = os.statvfs("/dev/shm")  # noqa: S108 - only its size is read
    except OSError:
        return "mmap"
    return "posix" if shm.f_frsize * shm.f_blocks >= SMALLEST_SHM else "mmap"
