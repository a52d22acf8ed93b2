package dev.parley;

import dev.parley.problem.ErrorCode;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Completes the OpenAPI document with what holds for all: every operation of the native API fails with a problem of the closed list, and
 * success is 200.
 */
public class Contract implements OASFilter {

    static final String PROBLEM = "Problem";

    /** What the generator promises for methods that return nothing, not knowing that they answer later. */
    private static final List<String> NEVER_ANSWERED = List.of("201", "204");

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().values().forEach(operation -> {
                    promiseSuccess(operation.getResponses());
                    if (!path.startsWith("/v1/")) {
                        promiseProblems(operation.getResponses());
                    }
                }));
        nameCodes(contract);
    }

    private static void promiseSuccess(APIResponses responses) {
        NEVER_ANSWERED.forEach(responses::removeAPIResponse);
        if (!responses.hasAPIResponse("200")) {
            responses.addAPIResponse("200", OASFactory.createAPIResponse().description("OK"));
        }
    }

    private static void promiseProblems(APIResponses responses) {
        responses.addAPIResponse("default", OASFactory.createAPIResponse().ref(PROBLEM));
    }

    private static void nameCodes(OpenAPI contract) {
        var problem = contract.getComponents().getSchemas().get(PROBLEM);
        problem.getProperties()
                .get("code")
                .setEnumeration(Arrays.stream(ErrorCode.values())
                        .<Object>map(ErrorCode::wireName)
                        .toList());
    }
}
