#!/bin/sh
# The gate before an import: validate the content, judge it, and import it only if nothing fails.
#
# Usage: gate.sh SOURCE          SOURCE is s3://bucket/folder/ or sftp://host/folder/
#
# Needs CONTENTJOBS_API_DOMAIN, a token (CONTENTJOBS_ACCESS_TOKEN or another way to one), AWS credentials for the log's
# bucket, and in CONTENTJOBS_LOG_BUCKETS the buckets that a log may be read from. Ends with the status of the gate if it is
# red (1 findings, 10 not judged), else with that of the import.
set -eu

source=$1
reports=${REPORTS:-reports}
if [ -z "${CONTENTJOBS_LOG_BUCKETS:-}" ]; then
    # A variable that a CI system does not know is empty, and an empty one would allow every bucket.
    echo "CONTENTJOBS_LOG_BUCKETS is not set: name the buckets that the service writes its logs to." >&2
    exit 4
fi
mkdir -p "$reports"

status=0
contentjobs validate "main=$source" --content-save="$reports/saved" --content-junit="$reports/content.xml" \
    --content-json="$reports/content.json" --content-sarif="$reports/content.sarif" \
    --content-codequality="$reports/codequality.json" || status=$?
if [ "$status" -gt 1 ]; then
    # Code scanning would close the alerts that a run which was not judged does not list, and GitLab would call them fixed.
    rm -f "$reports/content.sarif" "$reports/codequality.json"
fi
[ "$status" -eq 0 ] || exit "$status"

contentjobs import "$source" --after="$reports/saved/main" --content-junit="$reports/import.xml"
