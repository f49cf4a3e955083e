import { Button as AriaButton, type ButtonProps } from '@ariakit/react';
import styles from './button.module.css';

interface Look {
  look?: 'plain' | 'main' | 'danger';
}

/** A disabled button stays in the order of the keyboard, so that its explanation can be read. */
export function Button({ look = 'plain', className = '', ...props }: ButtonProps & Look) {
  return <AriaButton accessibleWhenDisabled {...props} className={`${styles.button} ${styles[look]} ${className}`} />;
}
