package org.entroscope.model;

/** An object that contains a model: a run, or a model that was trained by another library. */
public interface HasModel {

  /** Returns the model, with its tokenizer if that is known. */
  Gpt model();
}
