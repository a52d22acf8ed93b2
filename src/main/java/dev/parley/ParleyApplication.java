package dev.parley;

import dev.parley.problem.Problem;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** All resources of the WAR, at the root, and the head of their contract. */
@ApplicationPath("/")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Parley",
                        version = "0.1.0",
                        description =
                                "Chat and streaming of any LLM provider behind one guarded door. What is invalid, too much or"
                                        + " abandoned never costs an upstream token. Every answer names its request in X-Request-Id; a caller's"
                                        + " own X-Request-Id is kept."),
        components =
                @Components(
                        responses =
                                @APIResponse(
                                        name = Contract.PROBLEM,
                                        description =
                                                "What went wrong, as an RFC 9457 problem. With 429 and 503 comes Retry-After.",
                                        content =
                                                @Content(
                                                        mediaType = Problem.MEDIA_TYPE,
                                                        schema = @Schema(implementation = Problem.class),
                                                        examples = @ExampleObject(name = "constraint", value = """
                                                                        {
                                                                          "type": "urn:parley:problem:invalid_request",
                                                                          "title": "The request breaks a constraint",
                                                                          "status": 422,
                                                                          "detail": "max_tokens must be at least 1 and is 0.",
                                                                          "instance": "/chat",
                                                                          "code": "invalid_request",
                                                                          "retryable": false,
                                                                          "request_id": "req_0a1b2c3d4e5f6g7h8i9j0k1l",
                                                                          "errors": [{"field": "max_tokens", "message": "must be at least 1 and is 0"}]
                                                                        }
                                                                        """)))))
public class ParleyApplication extends Application {}
