package com.example.greeter;

final class Words {
  private Words() {}

  static String greeting() {
    return "Hello";
  }
}
