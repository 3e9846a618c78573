-- Sends one review again and again, and says what came of it as one line of JSON. REVIEW names its file.
local file = assert(io.open(os.getenv("REVIEW"), "rb"))
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = file:read("*a")
file:close()

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"perSecond":%.1f,"p50Millis":%.3f,"p99Millis":%.3f,"maxMillis":%.3f,"calls":%d,"failed":%d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, summary.requests,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
