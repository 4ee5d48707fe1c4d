package org.entroscope.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import java.util.List;
import org.entroscope.kernel.KernelProcess.Port;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests which status of the kernel a page receives after it has connected. */
@Tag("slow")
@Timeout(300)
class KernelStatusIT {

  @Test
  void aRequestForInformationIsFollowedByAStatusOfTheKernelItself() throws Exception {
    try (KernelProcess kernel = KernelProcess.start()) {
      kernel.request(Port.SHELL, "kernel_info_request", new JsonObject());
      for (int i = 0; i < 100; i++) {
        List<JsonObject> message = kernel.read(Port.IOPUB);
        if (message == null) {
          continue;
        }
        boolean status = message.get(0).get("msg_type").getAsString().equals("status");
        if (status && message.get(1).get("msg_type") == null) {
          assertTrue(message.get(3).toString().contains("\"idle\""), message::toString);
          // JupyterLab closes its connection to a kernel that leaves this out
          assertTrue(message.get(0).has("session"), message::toString);
          return;
        }
      }
      fail("no status without a parent");
    }
  }
}
