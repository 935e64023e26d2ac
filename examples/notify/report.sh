#!/usr/bin/env bash
# Gates what the arguments name, and tells a chat. Ends with the status of the gate, or with 1 if only the chat was not told.
#
# Usage: report.sh --content-log log.txt      with the secret NOTIFY_WEBHOOK, and NOTIFY_CHAT: slack or teams
set -euo pipefail

# Without pipefail, the status would be that of the last command, and the gate always green.
contentjobs report "$@" --content-markdown - | python "$(dirname "$0")/announce.py" "${NOTIFY_CHAT:-slack}"
