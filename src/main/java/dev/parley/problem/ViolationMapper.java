package dev.parley.problem;

import jakarta.annotation.Priority;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Takes the place of RESTEasy's own mapper for these, which is closer to them than a mapper of everything. */
@Provider
@Priority(1)
public class ViolationMapper implements ExceptionMapper<ValidationException> {

    @Override
    public Response toResponse(ValidationException thrown) {
        return ProblemMapper.response(Faults.of(thrown)).build();
    }
}
