package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/** How a family of models names and arranges its tensors. */
interface Layout {

  /** What a model of this layout is in our notation. */
  Architecture architecture();

  /** Its sizes. */
  ModelShape shape();

  /** Its tensors. */
  List<Piece> pieces();

  /** What some files put before every name, or nothing. */
  String prefix();

  /** Whether a tensor of that name (without the prefix) holds nothing that was learned. */
  boolean isIgnored(String name);

  /** Writes the settings that a reader needs. */
  void describe(ObjectNode config);
}
