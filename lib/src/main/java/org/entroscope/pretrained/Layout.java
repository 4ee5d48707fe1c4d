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
  List<TensorMapping> mappings();

  /** What some files put before every name, or nothing. */
  String prefix();

  /** The tensor of the token embedding, without the prefix. */
  String embedding();

  /** The tensor of the vocabulary projection; a tied model may have it too, as a copy. */
  String head();

  /** The same with a vocabulary projection of its own. */
  Layout withOwnHead();

  /** Whether a tensor of that name (without the prefix) holds nothing that has to be read. */
  boolean isIgnored(String name);

  /** Writes the settings that a reader needs. */
  void describe(ObjectNode config);
}
