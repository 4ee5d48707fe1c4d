package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.entroscope.architecture.Architecture;
import org.entroscope.architecture.ModelShape;

/** The names and the arrangement of the tensors in a family of models. */
interface Layout {

  /** The architecture of the model. */
  Architecture architecture();

  /** The sizes of the model. */
  ModelShape shape();

  /** The tensors of the layout, each with the parameters of ours that hold its numbers. */
  List<TensorMapping> mappings();

  /** The prefix that some files put before every name, or an empty text. */
  String prefix();

  /** The name of the token embedding's tensor, without the prefix. */
  String embedding();

  /**
   * The name of the vocabulary projection's tensor. The files of a tied model may hold a copy of
   * it.
   */
  String head();

  /** The same layout with a vocabulary projection that is not tied to the embedding. */
  Layout withOwnHead();

  /** Returns whether the tensor with this name (without the prefix) need not be read. */
  boolean isIgnored(String name);

  /** Adds the settings that a reader of the model needs. */
  void describe(ObjectNode config);
}
