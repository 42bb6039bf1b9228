package org.vmtorture.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.report.Samples;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.SoakResult;
import org.vmtorture.strategy.StrategyId;

/** What the options mean, and how each way of ending ends. */
class SoakCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OracleProof ALIVE = new OracleProof(List.of("leak"), List.of());

    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox(home);
    }

    @Test
    void theBareSoakRunsEverythingInAboutAMinute() {
        assertThat(sandbox.run("soak")).isZero();
        assertThat(sandbox.asked().strategies()).containsExactly(StrategyId.values());
        assertThat(sandbox.asked().duration()).isEqualTo(Duration.ofSeconds(56));
        assertThat(sandbox.asked().careless()).isEqualTo(0.01);
        assertThat(sandbox.asked().gup()).isEqualTo(GupMode.FAST);
        assertThat(sandbox.asked().profile().name()).isEqualTo("mixed");
        assertThat(sandbox.out())
                .contains("legs       14 of 4s, 56s in all")
                .contains("Exit 0: ")
                .contains("vmtorture-runs/20261124T010203Z-soak");
        assertThat(sandbox.out().lines()).allSatisfy(line -> {
            if (!line.contains(home.toString())) {
                assertThat(line.length()).isLessThanOrEqualTo(80);
            }
        });
        assertThat(home.resolve("vmtorture-runs/20261124T010203Z-soak/run.json"))
                .exists();
    }

    @Test
    void optionsOverrideTheProfile() {
        sandbox.run("soak --strategy vm-struct,today,vm-struct --for 1h30m --profile pinner --drivers 4 --gups 0"
                + " --frames 65536 --gup slow --careless 0 --noise 0.01 --seed 0xff --run-dir mine");
        var asked = sandbox.asked();
        assertThat(asked.strategies()).containsExactly(StrategyId.VM_STRUCT, StrategyId.TODAY);
        assertThat(asked.duration()).isEqualTo(Duration.ofMinutes(90));
        assertThat(asked.profile().drivers()).isEqualTo(4);
        assertThat(asked.profile().gups()).isZero();
        assertThat(asked.profile().processes()).isEqualTo(3);
        assertThat(asked.profile().frames()).isEqualTo(65536);
        assertThat(asked.gup()).isEqualTo(GupMode.SLOW);
        assertThat(asked.careless()).isZero();
        assertThat(asked.noise()).isEqualTo(0.01);
        assertThat(asked.seed()).isEqualTo(255);
        assertThat(home.resolve("mine/run.json")).exists();
    }

    @Test
    void aDefectBringsItsStrategyAndCarefulDrivers() {
        sandbox.run("soak --defect unconditional-get");
        assertThat(sandbox.asked().defect()).isEqualTo(Defect.UNCONDITIONAL_GET);
        assertThat(sandbox.asked().strategies()).containsExactly(StrategyId.VM_STRUCT);
        assertThat(sandbox.asked().careless()).isZero();
        sandbox.run("soak --defect unconditional-get --strategy vm-struct-vma --careless 0.5");
        assertThat(sandbox.asked().strategies()).containsExactly(StrategyId.VM_STRUCT_VMA);
        assertThat(sandbox.asked().careless()).isEqualTo(0.5);
    }

    @Test
    void jsonIsOneDocumentAndProgressGoesElsewhere() throws IOException {
        assertThat(sandbox.run("soak --json --run-dir mine")).isZero();
        JsonNode document = JSON.readTree(sandbox.out());
        assertThat(document.get("schema").asText()).isEqualTo("vmtorture.run/1");
        assertThat(document.get("exit").asInt()).isZero();
        assertThat(document.get("command").asText()).isEqualTo("vmtorture soak --json --run-dir mine");
        assertThat(Files.readString(home.resolve("mine/run.json"))).isEqualTo(sandbox.out());
        assertThat(sandbox.err()).contains("Exit 0: ");
    }

    @Test
    void findingsEndWithOneOrAreExpected() throws IOException {
        sandbox.soaks((options, listener) -> {
            listener.started(List.of(), ALIVE);
            listener.found(Samples.finding());
            return new SoakResult(List.of(), List.of(Samples.finding()), ALIVE, false, "");
        });
        assertThat(sandbox.run("soak --run-dir found")).isEqualTo(1);
        assertThat(home.resolve("found/findings/74213cfaccc4/report.txt"))
                .content()
                .contains("BUG: VMTORTURE: ")
                .doesNotContain(home.toString());
        assertThat(sandbox.run("soak --expect use-after-free --run-dir expected"))
                .isZero();
        assertThat(sandbox.run("soak --expect leak --run-dir missed")).isEqualTo(1);
    }

    @Test
    void thePageIsThereWhileTheSoakRuns() throws Exception {
        List<URI> pages = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        sandbox.soaks((options, listener) -> {
            listener.started(List.of(), ALIVE);
            URI page = URI.create(sandbox.out()
                    .lines()
                    .filter(line -> line.startsWith("web        http://127.0.0.1:"))
                    .findFirst()
                    .orElseThrow()
                    .substring(11));
            pages.add(page);
            statuses.add(status(page));
            return Samples.clean(ALIVE, false, "");
        });
        assertThat(sandbox.run("soak --web --run-dir any")).isZero();
        assertThat(statuses).containsExactly(200);
        int port = pages.get(0).getPort();
        assertThat(sandbox.run("soak --web " + port + " --run-dir named"))
                .as("it is free again")
                .isZero();
        assertThat(pages.get(1)).isEqualTo(pages.get(0));
        assertThat(sandbox.run("soak --run-dir none"))
                .as("no page, and so none is found")
                .isEqualTo(70);
    }

    private static int status(URI page) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aPortInUseIsOneLineAndLeavesNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String asked = "--web " + taken.getLocalPort();
            assertThat(sandbox.run("soak " + asked + " --run-dir mine")).isEqualTo(3);
            assertThat(sandbox.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("vmtorture: " + asked + ": cannot listen: ");
        }
        assertThat(sandbox.out()).isEmpty();
        assertThat(home.resolve("mine")).doesNotExist();
    }

    @Test
    void aBlindOracleIsInconclusive() {
        var blind = new OracleProof(List.of(), List.of("leak: missed zap-without-put"));
        sandbox.soaks((options, listener) -> Samples.clean(blind, false, ""));
        assertThat(sandbox.run("soak")).isEqualTo(2);
    }

    @Test
    void tooLargeAMachineIsOneLine() throws IOException {
        sandbox.soaks((options, listener) -> {
            throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
        });
        assertThat(sandbox.run("soak --frames 16777216 --run-dir mine")).isEqualTo(3);
        assertThat(sandbox.err().lines())
                .singleElement()
                .asString()
                .startsWith("vmtorture: frames=16777216: does not fit in the heap of ")
                .contains("VMTORTURE_JAVA_OPTS=-Xmx");
        assertThat(exit("mine")).isEqualTo(3);
    }

    @Test
    void ourOwnMistakeLeavesItsStackTraceInTheRunDirectory() throws IOException {
        sandbox.soaks((options, listener) -> {
            throw new IllegalStateException("boom\033[2J");
        });
        assertThat(sandbox.run("soak --run-dir mine")).isEqualTo(70);
        assertThat(sandbox.err().lines())
                .singleElement()
                .asString()
                .startsWith("vmtorture: the tester failed: java.lang.IllegalStateException: boom[2J; stack trace: ");
        assertThat(home.resolve("mine/crash.txt")).content().contains("\tat org.vmtorture.cli.");
        assertThat(exit("mine")).isEqualTo(70);
    }

    private int exit(String run) throws IOException {
        return JSON.readTree(Files.readString(home.resolve(run).resolve("run.json")))
                .get("exit")
                .asInt();
    }
}
