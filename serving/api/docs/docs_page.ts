// The page around Swagger UI: no inline script, nothing from elsewhere.

/** `/docs`. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Playhead</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="stylesheet" href="/docs/assets/page.css">
</head>
<body>
<nav><a href="/">Playhead</a> <a href="/openapi.json">openapi.json</a></nav>
<div id="reference"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/start.js"></script>
</body>
</html>
`;

/** Starts Swagger UI; validator badges would ask a server elsewhere. */
export const DOCS_SCRIPT = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

/** What the page adds. */
export const DOCS_STYLE = `body { margin: 0; background: #fafafa; }
nav { display: flex; gap: 1.5rem; padding: .75rem 1.25rem; background: #14161c; font: 500 1rem system-ui; }
nav a { color: #f4f4f6; }
.swagger-ui .info { margin: 1.5rem 0; }
`;
