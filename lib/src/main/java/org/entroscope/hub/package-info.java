/**
 * Downloads of files from a {@link org.entroscope.hub.Hub} of models and data sets, from other
 * servers and from Maven repositories. Each file is checked and kept in the {@link
 * org.entroscope.hub.CacheFolder cache folder}.
 */
package org.entroscope.hub;
