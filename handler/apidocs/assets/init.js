"use strict";

// Deferred scripts run in order and after the page was read: the bundle and
// #api are there.
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false, // a token typed here dies with the page
  validatorUrl: null, // no foreign host is asked for its opinion
});
