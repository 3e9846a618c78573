package io.higuma.api;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** OpenAPI metadata of the API. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Higuma",
            version = "1",
            description = "Read and change injection settings at runtime, and inspect workloads.",
            license = @License(name = "Apache-2.0")),
    security = @SecurityRequirement(name = "token"),
    components =
        @Components(
            responses =
                @APIResponse(
                    name = "Problem",
                    responseCode = "default",
                    description = "Problem details (RFC 9457).",
                    content =
                        @Content(
                            mediaType = Problem.JSON,
                            schema = @Schema(implementation = Problem.class))),
            securitySchemes =
                @SecurityScheme(
                    securitySchemeName = "token",
                    type = SecuritySchemeType.HTTP,
                    scheme = "bearer",
                    description = "A bearer token of the Kubernetes API.")))
public class ApiDescription extends Application {}
