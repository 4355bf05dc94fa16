-- wrk -t2 -c32 -d10s -s eval/bench/ask.lua http://127.0.0.1:7860/ : the questions of the public set, one after the other, without a model.
local questions = {}
for line in io.lines("eval/gold/public.jsonl") do
  local asked = line:match('"question": (".-[^\\]")')
  if asked then questions[#questions + 1] = '{"mode": "extract", "question": ' .. asked .. "}" end
end
assert(#questions > 50, "run it from the repository's root")
local at = 0
request = function()
  at = at % #questions + 1
  return wrk.format("POST", "/api/ask", { ["content-type"] = "application/json" }, questions[at])
end
