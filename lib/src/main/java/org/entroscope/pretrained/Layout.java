package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/** The names and the arrangement of the tensors in a family of models. */
interface Layout {

  /** Returns the architecture of the model. */
  Architecture architecture();

  /** Returns the sizes of the model. */
  ModelShape shape();

  /** Returns the tensors of the layout, each with our parameters that hold its numbers. */
  List<TensorMapping> mappings();

  /** Returns the prefix that some files put before every name, or an empty text. */
  String prefix();

  /** Returns the name of the token embedding's tensor, without the prefix. */
  String embedding();

  /**
   * Returns the name of the vocabulary projection's tensor. The files of a tied model may hold a
   * copy of it.
   */
  String head();

  /** Returns the same layout with a vocabulary projection that is not tied to the embedding. */
  Layout withOwnHead();

  /** Returns whether the tensor with this name (without the prefix) need not be read. */
  boolean isIgnored(String name);

  /** Adds the settings that a reader of the model needs. */
  void describe(ObjectNode config);
}
