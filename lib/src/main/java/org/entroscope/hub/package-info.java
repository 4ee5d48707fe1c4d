/**
 * Files from elsewhere: the {@link org.entroscope.hub.Hub} of models and data sets, other servers
 * and Maven repositories, each file checked and kept in the {@link org.entroscope.hub.CacheFolder
 * cache folder}.
 */
package org.entroscope.hub;
