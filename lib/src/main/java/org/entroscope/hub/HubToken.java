package org.entroscope.hub;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;

/**
 * The token that opens private and gated repositories, from the environment variable {@code
 * HF_TOKEN} or the system property {@value #PROPERTY}. It is sent only to the hub that the settings
 * name, not to the targets of redirections, and never unencrypted over a network.
 */
final class HubToken {

  static final String PROPERTY = "entroscope.hub.token";
  static final String VARIABLE = "HF_TOKEN";

  private HubToken() {}

  /** Adds the token to a request if its address may receive it. */
  static void addTo(HttpRequest.Builder request, URI address) {
    String token = Hub.setting(PROPERTY, VARIABLE, "");
    if (!token.isEmpty() && maySee(address)) {
      request.setHeader("Authorization", "Bearer " + token);
    }
  }

  private static boolean maySee(URI address) {
    URI hub = Hub.endpointOfSettings();
    return address.getScheme().equals(hub.getScheme())
        && String.valueOf(address.getAuthority()).equals(hub.getAuthority())
        && (address.getScheme().equals("https") || isThisMachine(address.getHost()));
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
