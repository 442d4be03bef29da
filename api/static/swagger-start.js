// Opens Swagger UI on our own description; validatorUrl null keeps it from asking an outside address.
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", validatorUrl: null, deepLinking: true });
