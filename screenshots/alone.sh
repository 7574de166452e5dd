#!/bin/sh
# sockpit on a machine of its own: no other process, no other socket, every port free, and process
# ids that begin at the same number each time.
exec unshare --user --map-root-user --net --pid --fork --kill-child --mount-proc sh -c '
ip link set lo up && echo 4700 > /proc/sys/kernel/ns_last_pid && exec sockpit "$@"' sockpit "$@"
