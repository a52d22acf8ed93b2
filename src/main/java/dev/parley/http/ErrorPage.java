package dev.parley.http;

import dev.parley.observability.RequestContext;
import dev.parley.problem.Faults;
import dev.parley.problem.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What the container answers when a request fails before or behind JAX-RS: an unreadable header, an unknown method, a broken filter.
 * Without it the container shows a page with the stack trace. Named in {@code web.xml}.
 */
@WebServlet(urlPatterns = "/error-page", asyncSupported = true)
public class ErrorPage extends HttpServlet {

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var problem = Problem.of(Faults.ofStatus(status == null ? 404 : status));
        var context = RequestContext.of(request);
        if (context != null) { // what the container refuses at once, WEB-INF for one, passes no filter
            problem = problem.at(context.path(), context.id());
        }
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        Json.MAPPER.writeValue(response.getOutputStream(), problem);
    }
}
