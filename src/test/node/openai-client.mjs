// The official client for JavaScript against /v1: node openai-client.mjs <base URL>. Prints "ok" and ends with 0 when all is well.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'any', maxRetries: 0 });
const messages = [{ role: 'user', content: 'hi' }];
const hello = 'Hello from the scripted upstream.';

const answer = await client.chat.completions.create({ model: 'openai/answer', messages });
assert.equal(answer.choices[0].message.content, hello);

let text = '';
let usage;
for await (const chunk of await client.chat.completions.create({
  model: 'openai/stream', messages, stream: true, stream_options: { include_usage: true },
})) {
  text += chunk.choices[0]?.delta?.content ?? '';
  usage = chunk.usage ?? usage;
}
assert.equal(text, hello);
assert.equal(usage.total_tokens, 26);

const tools = await client.chat.completions.create({ model: 'openai/tool', messages });
assert.equal(tools.choices[0].message.tool_calls[0].function.name, 'get_weather');

// asks for base64, as this client does by itself, and unpacks it
const vectors = await client.embeddings.create({ model: 'openai/vectors', input: ['a', 'b'] });
assert.equal(vectors.data[1].embedding[1], 0.25);

await assert.rejects(
  client.chat.completions.create({ model: 'openai/answer', messages, n: 1000 }),
  (error) => error.status === 400 && error.param === 'n',
);
await assert.rejects(
  client.chat.completions.create({ model: 'openai/nothing-like-it', messages }),
  (error) => error.status === 404 && error.code === 'model_not_found',
);
await assert.rejects(async () => {
  for await (const chunk of await client.chat.completions.create({ model: 'openai/reset-after', messages, stream: true })) {
    void chunk;
  }
});

console.log('ok');
