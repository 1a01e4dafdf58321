package org.comity.web.officers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.comity.node.access.Role;
import org.comity.web.AccessLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks the whole route table with too little authority. */
class AuthorisationTest {

    @TempDir
    Path folder;

    @Test
    void noRouteServesACallerWithTooLittleAuthority() throws IOException {
        List<Route> routes = Everything.routes();
        try (AccessLog log = AccessLog.open(folder.resolve("access.log"), InstantSource.system());
                OfficersServer server = OfficersServer.start(
                        "127.0.0.1", 0, Optional.empty(), routes, Client::bearer, generous(), out -> {}, log);
                Client client = new Client(server.port())) {
            for (Route route : routes) {
                assertThat(route.isOpen())
                        .as("%s is open to everybody", route.path())
                        .isFalse();
                assertThat(status(client, route, ""))
                        .as("%s without a token", route.path())
                        .isEqualTo(401);
                assertThat(status(client, route, "Bearer token-"))
                        .as("%s without a role", route.path())
                        .isEqualTo(403);
                for (Role role : Role.values()) {
                    if (!route.roles().contains(role)) {
                        assertThat(status(client, route, "Bearer token-" + role.word()))
                                .as("%s as %s", route.path(), role)
                                .isEqualTo(403);
                    }
                }
            }
        }
    }

    private static int status(Client client, Route route, String authorization) throws IOException {
        String path = route.path().toString().replaceAll("\\{[a-zA-Z.]+}", "a1");
        HttpRequest.Builder request = client.request(path).method(route.method(), HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request).statusCode();
    }

    private static OfficerLimits generous() {
        OfficerLimits standard = OfficerLimits.standard();
        return new OfficerLimits(
                standard.jsonBytes(),
                standard.streamBytes(),
                standard.jsonTime(),
                standard.streamTime(),
                standard.handshake(),
                standard.silence(),
                standard.patience(),
                standard.connections(),
                100_000,
                100_000);
    }
}
