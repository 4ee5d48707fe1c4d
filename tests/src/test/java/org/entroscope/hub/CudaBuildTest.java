package org.entroscope.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.entroscope.engine.PyTorchBuild;
import org.entroscope.files.FileTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests the build for GPUs with a local server that replaces DJL's server. */
class CudaBuildTest {

  /**
   * The time to wait for the server, which is local and answers at once. The waits between attempts
   * are fractions of it.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path temporary;
  private NativesServer server;
  private PyTorchBuild build;

  @BeforeEach
  void start() throws IOException {
    server = new NativesServer("2.7.1");
    build = new PyTorchBuild("2.7.1", "linux-x86_64", temporary.resolve("cache of DJL"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CudaBuild find(int cudaMajor) throws IOException {
    return CudaBuild.find(build, server.address(), cudaMajor, PATIENCE);
  }

  private static byte[] bytes(int seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void serveBuild() {
    server.serve("cpu/linux-x86_64/native/lib/libtorch.so.gz", bytes(1, 10));
    server.serve("cu128/linux-x86_64/native/lib/libtorch.so.gz", bytes(2, 1000));
    server.serve("cu128/linux-x86_64/native/lib/libtorch_cuda.so.gz", bytes(3, 300_000));
    server.serve("cu128/linux-x86_64/native/lib/libcudart-8774224f.so.12.gz", bytes(4, 2000));
    server.serve("cu128/linux-x86_64/native/lib/libstdc%2B%2B.so.6.gz", bytes(5, 50));
    server.serve("cu128/win-x86_64/native/lib/torch.dll.gz", bytes(6, 10));
    server.serve("cu131/linux-x86_64/native/lib/libtorch.so.gz", bytes(7, 10));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a link for JNA, which Windows does without")
  void aBuildIsFetchedWholeIntoDjlsPlace() throws IOException {
    serveBuild();
    CudaBuild found = find(12);
    assertEquals("cu128", found.flavor(), "DJL's own library is for no other CUDA");
    assertEquals(server.size("cu128/linux-x86_64/"), found.bytes());
    found.fetch();
    Path folder = build.cache().resolve("2.7.1-cu128-linux-x86_64");
    assertEquals(
        List.of("libcudart-8774224f.so.12", "libstdc++.so.6", "libtorch.so", "libtorch_cuda.so"),
        FileTree.names(folder));
    assertArrayEquals(bytes(3, 300_000), Files.readAllBytes(folder.resolve("libtorch_cuda.so")));
    Path runtime = build.runtimeFolder("cu128").resolve("libcudart.so");
    assertEquals(folder.resolve("libcudart-8774224f.so.12").toRealPath(), runtime.toRealPath());
    int before = server.requests();
    found.fetch();
    assertEquals(before, server.requests(), "what is there is not fetched again");
  }

  @Test
  void anInterruptedDownloadGoesOnWhereItWas() throws IOException {
    serveBuild();
    server.fail("cu128/linux-x86_64/native/lib/libtorch_cuda.so.gz");
    CudaBuild found = find(13);
    IOException failure = assertThrows(IOException.class, found::fetch);
    assertTrue(failure.getMessage().contains("libtorch_cuda.so.gz"), failure::getMessage);
    assertFalse(build.isIn(build.folder("cu128")), "a part of a build must not be loaded");
    server.mend();
    find(13).fetch();
    assertEquals(4, FileTree.names(build.folder("cu128")).size());
    assertEquals(1, server.downloads("cu128/linux-x86_64/native/lib/libtorch.so.gz"));
  }

  @Test
  void aDamagedFileIsToldAndFetchedAnew() throws IOException {
    serveBuild();
    String damaged = "cu128/linux-x86_64/native/lib/libtorch.so.gz";
    server.damage(damaged);
    IOException failure = assertThrows(IOException.class, find(12)::fetch);
    assertTrue(failure.getMessage().contains("libtorch.so.gz is damaged"), failure::getMessage);
    assertFalse(build.isIn(build.folder("cu128")));
    server.mend();
    find(12).fetch();
    assertArrayEquals(
        bytes(2, 1000), Files.readAllBytes(build.folder("cu128").resolve("libtorch.so")));
  }

  @Test
  void filesThatTheServerUnpacksOnTheWayAreTakenAsTheyAre() throws IOException {
    serveBuild();
    server.declarePacked();
    find(12).fetch();
    assertArrayEquals(
        bytes(3, 300_000), Files.readAllBytes(build.folder("cu128").resolve("libtorch_cuda.so")));
  }

  @Test
  void anOldDriverAndAnotherMachineAreTold() {
    serveBuild();
    String old = assertThrows(IOException.class, () -> find(11)).getMessage();
    assertTrue(old.contains("no build of PyTorch 2.7.1 for CUDA 11 or older"), old);
    build = new PyTorchBuild("2.7.1", "linux-aarch64", temporary);
    assertThrows(IOException.class, () -> find(12));
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsRefused() {
    serveBuild();
    server.serve("cu128/linux-x86_64/native/lib/..%2F..%2Fevil.so.gz", bytes(1, 10));
    String message = assertThrows(IOException.class, () -> find(12)).getMessage();
    assertTrue(message.contains("impossible name"), message);
  }

  @Test
  void aServerThatIsNotThereIsTold() {
    serveBuild();
    server.close();
    String message = assertThrows(IOException.class, () -> find(12)).getMessage();
    assertTrue(message.contains("files.txt"), message);
    assertTrue(message.length() < 500 && !message.contains("null"), message);
  }
}
