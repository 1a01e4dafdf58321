package org.comity.web.officers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.comity.node.access.Role;
import org.comity.web.AccessLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusRoutesTest {

    @TempDir
    Path folder;

    @Test
    void anyOfficerSeesHowTheNodeIs() throws IOException {
        try (AccessLog log = AccessLog.open(folder.resolve("access.log"), InstantSource.system());
                OfficersServer server = OfficersServer.start(
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Everything.status(),
                        Client::bearer,
                        OfficerLimits.standard(),
                        out -> {},
                        log);
                Client client = new Client(server.port())) {
            HttpResponse<String> response = client.send(client.as(Role.AUDITOR, "/v1/status"));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("{\"committed\":12,\"frozen\":null,\"member\":\"VN\","
                            + "\"origin\":\"justice.vn.example/log/g1\",\"realm\":\"world\",\"released\":11,"
                            + "\"standing\":\"live\",\"waiting\":0}");
        }
    }
}
