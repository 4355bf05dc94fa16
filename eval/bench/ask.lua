-- wrk -t1 -c32 -d10s -s eval/bench/ask.lua http://127.0.0.1:7860/ : the questions of the public set, one after the other, without a model.
-- WENCE_FRESH=N: no question comes twice (N spaces behind it, one more in each round; nothing that was answered before helps). WENCE_KEY: a key to come in with.
-- The last line of the output is an object: requests, rate, milliseconds, what was refused and what broke.
local questions = {}
for line in io.lines("eval/gold/public.jsonl") do
  local asked = line:match('"question": (".-[^\\]")')
  if asked then questions[#questions + 1] = asked:sub(1, -2) end
end
assert(#questions > 50, "run it from the repository's root")
local fresh, key = tonumber(os.getenv("WENCE_FRESH") or ""), os.getenv("WENCE_KEY")
local headers = { ["content-type"] = "application/json", ["authorization"] = key and ("Bearer " .. key) }
local at, round = 0, 0
request = function()
  at = at + 1
  if at > #questions then at, round = 1, round + 1 end
  local behind = fresh and string.rep(" ", (fresh + round) % 700) or ""
  local body = '{"mode": "extract", "question": ' .. questions[at] .. behind .. '"}'
  return wrk.format("POST", "/api/ask", headers, body)
end
done = function(summary, latency)
  local seconds, errors = summary.duration / 1e6, summary.errors
  local told = {
    requests = summary.requests, rate = summary.requests / seconds, refused = errors.status,
    broken = errors.connect + errors.read + errors.write + errors.timeout,
    p50 = latency:percentile(50) / 1000, p95 = latency:percentile(95) / 1000, p99 = latency:percentile(99) / 1000,
  }
  local parts = {}
  for name, value in pairs(told) do parts[#parts + 1] = string.format('"%s": %.2f', name, value) end
  print("{" .. table.concat(parts, ", ") .. "}")
end
