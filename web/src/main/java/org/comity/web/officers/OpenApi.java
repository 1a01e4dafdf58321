package org.comity.web.officers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of this face for programs (OpenAPI 3.1), as a file beside this class. */
final class OpenApi {

    private OpenApi() {}

    /** Open to everybody: it describes the program, not this node. */
    static Route route() {
        byte[] yaml = yaml();
        return Route.open("/openapi.yaml", call -> Answer.bytes("application/yaml", yaml));
    }

    static byte[] yaml() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is missing from this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
