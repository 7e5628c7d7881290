// The image's health check: exits with 0 while the service in the same container is ready.

const port = Deno.env.get("PORT") || "8000";
try {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  if (!answer.ok) console.error(`/readyz answers ${answer.status}`);
  Deno.exit(answer.ok ? 0 : 1);
} catch {
  console.error(`Nothing listens on port ${port}`);
  Deno.exit(1);
}
