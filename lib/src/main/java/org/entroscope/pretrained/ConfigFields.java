package org.entroscope.pretrained;

import java.util.Set;

/**
 * The settings of a {@code config.json} that do not change what a forward pass computes. The
 * layouts read the settings that change it. All other settings are reported to the user.
 */
final class ConfigFields {

  private static final Set<String> HARMLESS =
      Set.of(
          // origin and storage of the model
          "_name_or_path",
          "_attn_implementation_autoset",
          "architectures",
          "dtype",
          "finetuning_task",
          "gradient_checkpointing",
          "model_type",
          "name_or_path",
          "tokenizer_class",
          "torch_dtype",
          "torchscript",
          "transformers_version",
          "use_bfloat16",
          "use_cache",
          "chunk_size_feed_forward",
          // initialisation and training
          "attention_dropout",
          "attn_pdrop",
          "classifier_dropout",
          "embd_pdrop",
          "hidden_dropout",
          "hidden_dropout_prob",
          "initializer_range",
          "resid_pdrop",
          // attention in single precision, which we always use, and the old name of n_positions
          "reorder_and_upcast_attn",
          "n_ctx",
          // special tokens
          "bos_token_id",
          "decoder_start_token_id",
          "eos_token_id",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "pad_token_id",
          "prefix",
          "sep_token_id",
          // heads for other tasks, and outputs of a call
          "id2label",
          "label2id",
          "num_labels",
          "output_attentions",
          "output_hidden_states",
          "output_past",
          "output_scores",
          "problem_type",
          "return_dict",
          "return_dict_in_generate",
          "summary_activation",
          "summary_first_dropout",
          "summary_proj_to_labels",
          "summary_type",
          "summary_use_proj",
          "task_specific_params",
          "tf_legacy_loss",
          "use_return_dict",
          // text generation in Transformers
          "bad_words_ids",
          "begin_suppress_tokens",
          "diversity_penalty",
          "do_sample",
          "early_stopping",
          "encoder_no_repeat_ngram_size",
          "exponential_decay_length_penalty",
          "length_penalty",
          "max_length",
          "min_length",
          "no_repeat_ngram_size",
          "num_beam_groups",
          "num_beams",
          "num_return_sequences",
          "remove_invalid_values",
          "repetition_penalty",
          "suppress_tokens",
          "temperature",
          "top_k",
          "top_p",
          "typical_p");

  /** Settings that are refused unless they are null, false or empty. */
  static final Set<String> REFUSED =
      Set.of(
          "add_cross_attention",
          "alibi",
          "cross_attention_hidden_size",
          "is_encoder_decoder",
          "multi_query",
          "pruned_heads",
          "quantization_config",
          "rope_scaling",
          "sliding_window",
          "tie_encoder_decoder");

  private ConfigFields() {}

  static boolean isHarmless(String name) {
    return HARMLESS.contains(name);
  }
}
