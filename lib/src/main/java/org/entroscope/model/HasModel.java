package org.entroscope.model;

/** What holds a model: a run, or a model that was trained elsewhere. */
public interface HasModel {

  /** The model, with its tokenizer where that is known. */
  Gpt model();
}
